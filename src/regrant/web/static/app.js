// What a page can do besides its forms: copy, print, keep a draft, and press a button once. All works without it.
document.documentElement.classList.add("with-js");

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const text = document.getElementById(copy.dataset.copy);
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      text.select();
      document.execCommand("copy");
    }
    document.querySelector(`[data-copied="${copy.dataset.copy}"]`).textContent = "Copied";
  }
  const mail = event.target.closest("[data-mail]");
  if (mail) mail.href = mail.href.replace(/body=.*$/, `body=${encodeURIComponent(document.getElementById(mail.dataset.mail).value)}`);
  if (event.target.closest("[data-print]")) window.print();
});

// A form marked so is sent once, however often its buttons are pressed; coming back makes it usable again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.once === undefined) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
});

// What is typed survives a reload, a crash and a closed laptop; it stays in this browser until there is a case of it,
// and what was put into a message of a case until the case is gone.
try {
  if (location.pathname.startsWith("/cases/")) localStorage.removeItem("draft:words");
  if (location.pathname === "/") {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith("draft:letter:"))) {
      if (!document.querySelector(`.cases a[href="/cases/${CSS.escape(key.split(":")[2])}"]`)) localStorage.removeItem(key);
    }
  }
} catch {
  // no storage, no drafts
}
for (const field of document.querySelectorAll("[data-draft]")) {
  const key = `draft:${field.dataset.draft}`;
  try {
    if (field.value === field.defaultValue && localStorage.getItem(key)) {
      field.value = localStorage.getItem(key);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.addEventListener("input", () => localStorage.setItem(key, field.value));
  } catch {
    // no storage, no drafts
  }
}

// Times are written in UTC; here they become those of whoever reads.
for (const time of document.querySelectorAll("time[data-local]")) {
  time.textContent = new Date(time.dateTime).toLocaleString("en-GB", { dateStyle: "full", timeStyle: "short" });
}

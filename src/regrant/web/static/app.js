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

// What is typed survives a reload, a crash and a closed laptop; it stays in this browser until there is a case of it.
try {
  if (location.pathname.startsWith("/cases/")) localStorage.removeItem("draft:words");
} catch {
  // no storage, no drafts
}
for (const field of document.querySelectorAll("[data-draft]")) {
  const key = `draft:${field.dataset.draft}`;
  try {
    if (!field.value && localStorage.getItem(key)) {
      field.value = localStorage.getItem(key);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.addEventListener("input", () => localStorage.setItem(key, field.value));
  } catch {
    // no storage, no drafts
  }
}

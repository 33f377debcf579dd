"""The web app: pages and a REST interface over the cases. It is loaded only by `regrant web` and `regrant site`."""

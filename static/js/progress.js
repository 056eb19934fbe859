// Work that goes on beside the page: looks again every three seconds. Without a script the link does.
const link = document.querySelector("[data-look-again]");
if (link) setTimeout(() => window.location.replace(link.href), 3000);

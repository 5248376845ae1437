(() => {
  const rows = [...document.querySelectorAll(".cases tbody tr")];
  const find = document.getElementById("find");
  const found = document.getElementById("found");
  const buttons = [...document.querySelectorAll(".count")];
  if (!find) return;
  const apply = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = buttons.filter((b) => b.getAttribute("aria-pressed") === "true").map((b) => b.dataset.verdict);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const show = words.every((w) => text.includes(w)) && (!wanted.length || wanted.includes(row.dataset.verdict));
      row.hidden = !show;
      shown += show;
    }
    found.textContent = shown === rows.length ? "" : `${shown} of ${rows.length}`;
  };
  find.addEventListener("input", apply);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
      apply();
    });
  }
})();

"use strict";
// The page is complete without this; it adds the filters. They stand in the
// address behind "#?", so that a link can name what it shows.
(() => {
  const form = document.getElementById("filters");
  const findings = [...document.querySelectorAll("article.finding")];
  if (!findings.length) return;
  const states = [...form.querySelectorAll("input[name=state]")];
  const fields = ["check", "file", "python", "text"]
    .map((name) => form.elements[name]).filter(Boolean);
  const haystacks = new Map(findings.map((finding) =>
    [finding, finding.textContent.toLowerCase()]));

  const matches = (finding) => {
    const value = (name) => form.elements[name] ? form.elements[name].value : "";
    const pythons = finding.dataset.pythons.split(" ").filter(Boolean);
    return states.some((box) => box.checked && box.value === finding.dataset.state) &&
      (!value("check") || value("check") === finding.dataset.check) &&
      (!value("file") || value("file") === finding.dataset.file) &&
      // What is in no Python, such as a build file, is in all of them.
      (!value("python") || !pythons.length || pythons.includes(value("python"))) &&
      haystacks.get(finding).includes(value("text").trim().toLowerCase());
  };

  const show = () => {
    let count = 0;
    for (const finding of findings) {
      finding.hidden = !matches(finding);
      count += !finding.hidden;
    }
    for (const group of document.querySelectorAll(".group"))
      group.hidden = !group.querySelector("article:not([hidden])");
    document.getElementById("none").hidden = count > 0;
    document.getElementById("shown").textContent = count === findings.length
      ? `all ${count} findings` : `${count} of ${findings.length} findings`;
  };

  const toAddress = () => {
    const wanted = new URLSearchParams();
    if (!states.every((box) => box.checked))
      wanted.set("state", states.filter((box) => box.checked).map((box) => box.value).join(" "));
    for (const field of fields)
      if (field.value) wanted.set(field.name, field.value);
    history.replaceState(null, "", wanted.size ? `#?${wanted}` : "#findings");
  };

  const fromAddress = () => {
    if (!location.hash.startsWith("#?")) {
      // A link to a finding shows it, whatever the filters say.
      const target = location.hash && document.getElementById(location.hash.slice(1));
      if (target && target.hidden) { form.reset(); show(); target.scrollIntoView(); }
      return;
    }
    const wanted = new URLSearchParams(location.hash.slice(2));
    const shown = wanted.get("state");
    for (const box of states)
      box.checked = shown === null || shown.split(" ").includes(box.value);
    for (const field of fields) field.value = wanted.get(field.name) || "";
    show();
    document.getElementById("findings").scrollIntoView();
  };

  form.addEventListener("input", () => { show(); toAddress(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { show(); toAddress(); }));
  addEventListener("hashchange", fromAddress);
  for (const link of document.querySelectorAll("a[data-filter=file]"))
    link.href = `#?${new URLSearchParams({file: link.textContent})}`;

  // "/" to search; "j" and "k" to the next and the previous finding.
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input[type=search], select")) return;
    if (event.key === "/") {
      event.preventDefault();
      form.elements.text.focus();
    } else if (event.key === "j" || event.key === "k") {
      const shown = findings.filter((finding) => !finding.hidden);
      const here = shown.indexOf(document.activeElement.closest("article.finding"));
      const next = event.key === "j" ? here + 1 : Math.max(here - 1, 0);
      if (shown[next]) shown[next].focus();
    }
  });

  // On paper nothing can be opened.
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });

  form.hidden = false;
  show();
  fromAddress();
})();

// Fields that can be copied by a button. Where the browser refuses, the field is chosen: a person copies it by hand.

for (const group of document.querySelectorAll("[data-copy]")) {
  const button = group.querySelector("button");
  const field = group.querySelector("input, textarea");
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.copied;
    } catch {
      button.textContent = button.dataset.refused;
      field.focus();
      field.select();
    }
  });
}

// Fields that can be copied by a button. Where the browser refuses, the field is chosen: a person copies it by hand.

const offer = (group) => {
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
};

const offerAll = () => document.querySelectorAll("[data-copy]").forEach(offer);
document.addEventListener("map-shown", offerAll); // a search brought new ones
offerAll();

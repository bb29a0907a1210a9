// Every form that is sent has one size. TLS hides what was ticked, typed or proved, and tells how long it is together.
const SIZE = 4096; // bytes: the encrypted answers with a proof of work take less; what does not fit takes twice as many

// The size of what is sent, as it is spelled on the way: it holds letters of one byte alone.
export const fillUp = (body) => {
  body.set("z", "");
  const { length } = body.toString();
  body.set("z", "z".repeat(Math.ceil(length / SIZE) * SIZE - length));
};

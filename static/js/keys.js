// Single keys, only while focus is inside a [data-question], and not where they are switched off (WCAG 2.1.4).
// Digits choose an answer, a letter follows the answer that begins with it, Enter goes on from what was told.

export function questionKeys() {
  document.addEventListener("keydown", (event) => {
    if (document.documentElement.dataset.keys === "off" || event.repeat) return;
    const question = event.target.closest("[data-question]");
    if (!question || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") goOn(event, question);
    else if (event.key.length === 1 && !isTyped(event)) choose(event, question);
  });
}

// What is typed into a field stays there; a letter is no part of a status code.
export function isTyped({ target, key }) {
  if (target.matches(".code-input")) return !/^[a-z]$/i.test(key);
  return target.matches("input:not([type=radio], [type=checkbox]), textarea, select");
}

function choose(event, question) {
  const field = /^\d$/.test(event.key) && question.querySelector(".code-input");
  if (field) return field.select(); // the digit itself follows
  const answer = answerFor(question, event.key.toLowerCase());
  if (!answer) return;
  event.preventDefault();
  answer.click();
  if (answer.matches("input")) answer.focus();
}

function answerFor(question, key) {
  const named = [...question.querySelectorAll("[data-key]")].find((answer) => answer.dataset.key === key);
  if (named || !/^[1-9]$/.test(key)) return named;
  return question.querySelectorAll("a.choice, .choice input")[Number(key) - 1];
}

function goOn(event, question) {
  if (event.target.closest("a, button, input, select, textarea, summary")) return;
  question.querySelector("[data-next]")?.click();
}

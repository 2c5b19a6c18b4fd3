// Single keys, only while focus is inside a [data-question], and not where they are switched off (WCAG 2.1.4).
// Digits choose an answer, a letter follows the answer that begins with it.

export function questionKeys() {
  document.addEventListener("keydown", (event) => {
    if (document.documentElement.dataset.keys === "off") return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.key.length !== 1) return;
    if (event.target.matches("input:not([type=radio]), textarea, select")) return;
    const question = event.target.closest("[data-question]");
    const answer = question && answerFor(question, event.key.toLowerCase());
    if (!answer) return;
    event.preventDefault();
    answer.click();
    if (answer.matches("input")) answer.focus();
  });
}

function answerFor(question, key) {
  const answers = [...question.querySelectorAll("a.choice, .choice input")];
  if (/^[1-9]$/.test(key)) return answers[Number(key) - 1];
  return answers.find((answer) => answer.dataset.key === key);
}

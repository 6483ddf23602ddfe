/**
 * Whether a tool's answer is a refusal: the agent asked for what it may not touch. The log tells
 * failures in words, the same ones that the agent reads. Pure.
 */
const REFUSALS = [
  /does not carry the scope/,
  /^Not called: .* denied it\./,
  /insufficient_scope/,
  /\b(may|must) not (read|query|use|see|call|touch|open)\b/i,
  /\bnot (permitted|allowed) to\b/i,
  /\b(revoked|taken back)\b/i,
  /\bdarf\b.*\bnicht\b/i,
];

/** @param {unknown} answer */
export function refused(answer) {
  const text = String(answer ?? '');
  return REFUSALS.some((words) => words.test(text));
}

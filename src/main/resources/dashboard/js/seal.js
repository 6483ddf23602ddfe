/** Checks that the reveal is what was sealed at the start: SHA-256 of "nonce:mole:strategy". */

/**
 * @param {string|null} commitment
 * @param {{nonce: string, mole?: string|null, strategy?: string|null}} reveal
 * @returns {Promise<'fits'|'broken'|'unknown'>}
 */
export async function check(commitment, reveal) {
  if (!commitment || !globalThis.crypto?.subtle) {
    return 'unknown';
  }
  const text = `${reveal.nonce}:${reveal.mole ?? ''}:${reveal.strategy ?? ''}`;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const hex = Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
  return hex === commitment ? 'fits' : 'broken';
}

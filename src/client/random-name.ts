const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A name that no other page load, process or client has: ten draws, about 52 bits. */
export function randomName(random: () => number): string {
  const draw = () => ALPHABET[Math.floor(random() * ALPHABET.length)] ?? 'a';
  return Array.from({ length: 10 }, draw).join('');
}

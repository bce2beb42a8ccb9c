/** By Unicode characters, as RFC 9535 has it; JavaScript's own order is by UTF-16 units. */
export function isTextLess(left: string, right: string): boolean {
  let position = 0;
  while (position < left.length && left[position] === right[position]) position += 1;
  // Inside a surrogate pair, both texts share its first half.
  const isInPair =
    /[\udc00-\udfff]/.test(left.charAt(position)) && /[\ud800-\udbff]/.test(left.charAt(position - 1));
  const from = isInPair ? position - 1 : position;
  return (left.codePointAt(from) ?? -1) < (right.codePointAt(from) ?? -1);
}

/** An expression outside of the subset that harden renders, or one that fails in the product too. It knows no line. */
export class UnknownExpression extends Error {
  override readonly name = 'UnknownExpression';
}

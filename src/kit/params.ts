interface ParamText {
  /** What the wizard asks. */
  readonly question: string;
  /** Why it is asked, and what the answer changes. */
  readonly help: string;
  /** A matter of how strict to be, which profiles decide; the wizard asks only what the operator alone knows. */
  readonly decidedBy?: 'profile';
  /** One answer suits all transforms that ask this, so that the wizard asks once. */
  readonly isShared?: true;
  /** Another parameter of the same transform, without whose answer this one means nothing. */
  readonly after?: string;
}

/** What only the operator knows: the question, the answer's shape and its validation in one declaration. */
export type Param = ParamText &
  (
    | { readonly kind: 'flag'; readonly default: boolean }
    | { readonly kind: 'number'; readonly default: number; readonly min: number; readonly max: number }
    | { readonly kind: 'choice'; readonly default: string; readonly options: readonly string[] }
    /** `form` says what fits the pattern, as in `a host name`. */
    | { readonly kind: 'text'; readonly form: string; readonly pattern: RegExp }
    /**
     * Answered by the place of a value, `env:NAME`, `file:PATH` or `prompt`; the value itself has to fit the pattern. `key` is the
     * product's key that holds it afterwards.
     */
    | { readonly kind: 'secret'; readonly pattern: RegExp; readonly key: string }
    | { readonly kind: 'list'; readonly form: string; readonly pattern: RegExp }
  );

export type Params = { readonly [key: string]: Param };

type AnswerOf<P extends Param> = P extends { kind: 'flag' }
  ? boolean
  : P extends { kind: 'number' }
    ? number
    : P extends { kind: 'choice'; options: readonly (infer Option extends string)[] }
      ? Option
      : P extends { kind: 'list' }
        ? readonly string[]
        : string | undefined;

/**
 * The answers to a transform's parameters: given ones, else defaults; an unanswered list is empty, a text undefined. Of
 * a secret there is only what stands for it, `newSecret('ID.NAME')`.
 */
export type Answers<P extends Params> = { readonly [K in keyof P]: AnswerOf<P[K]> };

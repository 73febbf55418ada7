import type { PropertyChange } from '../documents/properties-verify.ts';
import type { ScriptChange } from '../documents/script-verify.ts';
import type { TextEdit } from '../documents/text-edit.ts';
import type { KeyPath, TomlValue } from '../documents/toml-document.ts';
import type { XmlChange } from '../documents/xml-verify.ts';
import type { Seal, StoreRecipe } from './store-recipe.ts';

export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array }
  /** A keystore that is made right before commit. */
  | { readonly kind: 'store'; readonly recipe: StoreRecipe };

export type Change =
  | {
      readonly kind: 'edit';
      readonly edits: readonly TextEdit[];
      readonly intent: EditIntent;
      /** What to encrypt for the aliases that the edits bring in. */
      readonly seals?: readonly Seal[];
    }
  | { readonly kind: 'create'; readonly content: Content }
  | { readonly kind: 'replace'; readonly content: Content }
  | { readonly kind: 'remove' };

/**
 * What an edit means to change, in the terms of an independent reader of the format, which confirms before anything is
 * written that this and nothing else has changed.
 */
export type EditIntent =
  | {
      readonly kind: 'toml';
      readonly leaves: readonly { readonly path: KeyPath; readonly value: TomlValue | undefined }[];
    }
  | { readonly kind: 'xml'; readonly changes: readonly XmlChange[] }
  | { readonly kind: 'properties'; readonly changes: readonly PropertyChange[] }
  | { readonly kind: 'script'; readonly changes: readonly ScriptChange[] };

/** One thing that should be otherwise in one file. */
export interface Finding {
  /** Where, in the file's own terms: a key path, an element path, a flag, an alias. */
  readonly at: string;
  /** What is there and what should be; never a secret. */
  readonly message: string;
  /** One-based. */
  readonly line?: number | undefined;
  /** Where it differs from the transform's own severity. */
  readonly severity?: Severity | undefined;
  /** `error`: it could not be checked. Such a finding has no change. */
  readonly status?: 'fail' | 'error' | undefined;
  /** The file that could not be read or understood, where that is why it could not be checked. */
  readonly unreadable?: string | undefined;
  /** Where it differs from the transform's own risk. */
  readonly risk?: Risk | undefined;
  /** Absent where only the operator can decide; `message` then says how. */
  readonly change?: Change | undefined;
  /** Why a change that is asked for would do harm here, and is therefore absent: asking for it is refused. */
  readonly harm?: Harm | undefined;
}

/**
 * `data`: what is stored would become unreadable. `names`: the server would no longer accept its own certificate, which
 * does not carry the name that it calls itself by.
 */
export type Harm = 'data' | 'names';

/**
 * `safe` is applied by default; `disruptive` may break clients or needs a decision; `data` may make stored data
 * unreadable. The last two are applied only when asked for, but `data` counts as safe on a home never started.
 */
export type Risk = 'safe' | 'disruptive' | 'data';

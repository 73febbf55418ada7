import type { AnyTransform } from '../kit/transform.ts';

/** A transform under its id, the name of its file. */
export interface RegisteredTransform {
  readonly id: string;
  readonly transform: AnyTransform;
}

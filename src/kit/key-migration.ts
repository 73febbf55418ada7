import { isWithin, type ReleaseVersion } from '../carbon/releases.ts';

/** The vendor's way to another key for stored data, once there is some; 7.1.0 and later keep an old key beside the new. */
export function keyMigration(version: ReleaseVersion): string {
  return isWithin(version, '7.1.0', '7.3.0')
    ? 'Set [encryption] old_key to the present key and key to a new one of 32 characters, as "Rotate the internal encryption key" of the documentation has it, and re-encrypt with its tool.'
    : 'Re-encrypt the data with the key rotation tool of the vendor before a new [encryption] key of 32 characters is set.';
}

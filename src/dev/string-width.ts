/**
 * Stands in the bundle for the package of this name, by which yargs lays out its help: that one loads Intl.Segmenter and
 * Unicode sets at its first line, which takes a third of the whole start-up. The help texts are harden's own, without wide
 * characters and emoji.
 */
export default function stringWidth(text: string): number {
  return [...text.replaceAll(/\u001b\[[0-9;]*m/g, '')].length;
}

/** What `--format` and `--report` know; `text` is for people at a terminal. */
export const formats = ['text', 'json', 'sarif', 'junit', 'html', 'hdf'] as const;
export type Format = (typeof formats)[number];

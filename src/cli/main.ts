import { start } from './start.ts';

await start(() => import('./run-command.ts'));

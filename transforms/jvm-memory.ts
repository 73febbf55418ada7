import { type Context, defineTransform, heapChange, type StartScript, startScriptPart } from '../src/kit/index.ts';

const megabyte = 1024 ** 2;
const start = 512 * megabyte;
const most = 2048 * megabyte;

export default defineTransform({
  meta: {
    title: 'The heap may grow to 2 GB at least',
    why: 'With 1 GB, a burst of logins can exhaust the heap, and the server stops answering.',
    consequence:
      'The server takes up to 1 GB more. Where the machine or its control group has less than 4 GB it is done only when asked for.',
    severity: 'low',
    risk: 'safe',
    source: 'Product-level security guidelines: "Set the JVM heap"; wso2server.sh and wso2server.bat.',
    references: { cwe: [770], nist: ['SC-5'] },
  },
  parts: [
    startScriptPart({
      inspect: (script, context) => [
        ...heapFinding(script, context, '-Xms', start),
        ...heapFinding(script, context, '-Xmx', most),
      ],
    }),
  ],
});

function heapFinding(script: StartScript, { home }: Context, option: '-Xms' | '-Xmx', wanted: number) {
  const found = script.getHeap(option);
  if (found !== undefined && found >= wanted) return [];
  const line = script.lineOfHeap(option);
  return [
    {
      at: option,
      ...(line === undefined ? {} : { line }),
      message: `${option} is ${found === undefined ? 'not set' : `${found / megabyte} MB`}; it should be at least ${wanted / megabyte} MB.`,
      risk: home.memoryLimit < 2 * most ? ('disruptive' as const) : ('safe' as const),
      change: heapChange(script, option, wanted),
    },
  ];
}

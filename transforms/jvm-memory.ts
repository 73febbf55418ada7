import { defineTransform, type Finding, heapChange, startScriptPart } from '../src/kit/index.ts';

const megabyte = 1024 ** 2;
const sizes = { '-Xms': 512, '-Xmx': 2048 } as const;

export default defineTransform({
  meta: {
    title: 'The heap may grow to 2 GB at least',
    why: 'With 1 GB, a burst of logins can exhaust the heap, and the server stops answering.',
    consequence:
      'The server takes up to 1 GB more. Where the machine or its control group has less than 4 GB it is done only when asked for.',
    severity: 'low',
    risk: 'safe',
    source: 'Product-level security guidelines: "Set the JVM heap"; wso2server.sh and wso2server.bat.',
    references: { nist: ['SC-5'] },
  },
  parts: [
    startScriptPart({
      inspect: (script, { home }) =>
        (['-Xms', '-Xmx'] as const).flatMap((option): readonly Finding[] => {
          const found = (script.getHeap(option) ?? 0) / megabyte;
          const wanted = sizes[option];
          if (found >= wanted) return [];
          const message = `${option} is ${found === 0 ? 'not set' : `${found} MB`}; it should be at least ${wanted} MB.`;
          const risk = home.memoryLimit < 2 * sizes['-Xmx'] * megabyte ? 'disruptive' : 'safe';
          const change = heapChange(script, option, wanted * megabyte);
          return [{ at: option, line: script.lineOfHeap(option), message, risk, change }];
        }),
    }),
  ],
});

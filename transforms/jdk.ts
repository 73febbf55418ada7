import { defineTransform, layout } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'The server runs on a Java that its release supports',
    why: 'A Java that the release does not support breaks in odd places, or stays behind because nobody dares to update it.',
    consequence: 'Nothing is changed: JAVA_HOME is set outside of the installation.',
    severity: 'medium',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Use a supported JDK", which still names 8 and 11 for every release; the start scripts of the releases tell otherwise.',
    references: { cwe: [1104], nist: ['SI-2', 'SA-22'] },
  },
  parts: [
    {
      files: (home) => (home.shape === 'configuration-only' ? [] : [layout.shellScript]),
      inspect(_, { home: { java, release } }) {
        const [oldest] = release.java;
        const supported = `${release.version} supports Java ${release.java.join(', ')}`;
        if (java.source === 'assumed') {
          const message = `JAVA_HOME tells no version of Java; ${supported}. Set it to the Java of the service and audit again.`;
          return [{ at: 'JAVA_HOME', severity: 'info', message }];
        }
        if (release.java.includes(java.major)) return [];
        const starts = java.major < oldest ? 'the server does not start on it' : 'it was not tested on it';
        const message = `Java is ${java.major}; ${supported}, and ${starts}. Point JAVA_HOME to one of those.`;
        return [{ at: 'JAVA_HOME', message }];
      },
    },
  ],
});

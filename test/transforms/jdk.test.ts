import jdk from '../../transforms/jdk.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const java = (major: number) => ({ major, update: 0, source: 'release-file' }) as const;

describeTransform('jdk', jdk, [
  {
    says: 'reports a Java on which the server does not start',
    releases: ['6.0.0', '7.1.0', '7.3.0'],
    java: java(8),
    messages: [/does not start on it/],
  },
  {
    says: 'reports a Java that nobody tested',
    releases: ['5.9.0', '6.0.0', '7.0.0'],
    java: java(21),
    messages: [/not tested on it/],
  },
  {
    says: 'is content with a supported one',
    releases: ['5.9.0', '5.11.0', '6.0.0', '7.1.0'],
    java: java(11),
    finds: [],
  },
  { says: 'is content with 21 for the newest', releases: ['7.1.0', '7.2.0', '7.3.0'], java: java(21), finds: [] },
  {
    says: 'asks for JAVA_HOME where nothing tells',
    java: { major: 11, update: 0, source: 'assumed' },
    messages: [/JAVA_HOME tells no version/],
  },
  { says: 'says nothing of a folder that holds no product', shape: 'configuration-only', verdict: 'not-reviewed' },
]);

import { readFileSync } from 'node:fs';
import jmx from '../../transforms/jmx.ts';
import jvmDhKeysize from '../../transforms/jvm-dh-keysize.ts';
import jvmMemory from '../../transforms/jvm-memory.ts';
import jvmRejectRenegotiation from '../../transforms/jvm-reject-renegotiation.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const sh = 'bin/wso2server.sh';
const bat = 'bin/wso2server.bat';
const conf = 'bin/yajsw/wrapper.conf';
const shell = readFileSync(`test/fixtures/sample-home/${sh}`, 'utf8');
const batch = readFileSync(`test/fixtures/sample-home/${bat}`, 'utf8');
const wrapper =
  'wrapper.java.command = java\nwrapper.java.additional.1 = -Xms256m\nwrapper.java.additional.2 = -Xmx1024m\n';
const bootstrap = '    org.wso2.carbon.bootstrap.Bootstrap $*';
const lastOption = '-Djava.net.preferIPv4Stack=true\n\n:runJava';

describeTransform('jmx', jmx, [
  {
    says: 'turns the server off where it is on, and takes the flag away',
    releases: ['5.9.0'],
    toml: '',
    files: { [sh]: shell },
    tomlBecomes: '[monitoring.jmx]\nrmi_server_start = false\n',
    becomes: { [sh]: shell.replace('    -Dcom.sun.management.jmxremote \\\n', '') },
  },
  {
    says: 'takes the flag away in the scripts of both platforms',
    releases: ['5.10.0', '7.3.0'],
    files: { [sh]: shell.replaceAll('\n', '\r\n').replaceAll('\r\n', '\n'), [bat]: batch },
    becomes: {
      [sh]: shell.replace('    -Dcom.sun.management.jmxremote \\\n', ''),
      [bat]: batch.replace(' -Dcom.sun.management.jmxremote', ''),
    },
  },
  {
    says: 'turns it off when it was turned on',
    releases: ['6.0.0', '7.1.0'],
    toml: '[monitoring.jmx]\nrmi_server_start = "true"\n',
    tomlBecomes: '[monitoring.jmx]\nrmi_server_start = false\n',
  },
  { says: 'has nothing to do from 5.10.0 on but the flag', releases: ['5.10.0', '6.0.0', '7.3.0'], toml: '' },
  {
    says: 'takes what Java reads as true for on, in any case of its letters',
    toml: '[monitoring.jmx]\nrmi_server_start = "TRUE"\n',
    tomlBecomes: '[monitoring.jmx]\nrmi_server_start = false\n',
  },
]);

describeTransform('jvm-dh-keysize', jvmDhKeysize, [
  {
    says: 'adds the option before the class, where the last one wins',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: { [sh]: shell, [bat]: batch },
    becomes: {
      [sh]: shell.replace(bootstrap, `    -Djdk.tls.ephemeralDHKeySize=2048 \\\n${bootstrap}`),
      [bat]: batch.replace(lastOption, lastOption.replace('\n', ' -Djdk.tls.ephemeralDHKeySize=2048\n')),
    },
  },
  {
    says: 'raises a small size in place',
    files: { [sh]: shell.replace(bootstrap, `    -Djdk.tls.ephemeralDHKeySize=1024 \\\n${bootstrap}`) },
    becomes: { [sh]: shell.replace(bootstrap, `    -Djdk.tls.ephemeralDHKeySize=2048 \\\n${bootstrap}`) },
  },
  {
    says: 'keeps a larger size',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: { [sh]: shell.replace(bootstrap, `    -Djdk.tls.ephemeralDHKeySize=4096 \\\n${bootstrap}`) },
  },
  {
    says: 'does not take JAVA_OPTS for compliance, nor a variable for a value',
    files: { [sh]: shell.replace(bootstrap, `    -Djdk.tls.ephemeralDHKeySize=$DH \\\n${bootstrap}`) },
    finds: ['-Djdk.tls.ephemeralDHKeySize'],
    verdict: 'error',
  },
  {
    says: 'takes no size that Java does not read as one',
    files: { [sh]: shell.replace(bootstrap, `    -Djdk.tls.ephemeralDHKeySize=4e3 \\\n${bootstrap}`) },
    becomes: { [sh]: shell.replace(bootstrap, `    -Djdk.tls.ephemeralDHKeySize=2048 \\\n${bootstrap}`) },
  },
  {
    says: 'takes the largest size of Java, and none beyond it',
    files: {
      [sh]: shell.replace(bootstrap, `    -Djdk.tls.ephemeralDHKeySize=8192 \\\n${bootstrap}`),
      [conf]: `${wrapper}wrapper.java.additional.3 = -Djdk.tls.ephemeralDHKeySize=8193\n`,
    },
    becomes: { [conf]: `${wrapper}wrapper.java.additional.3 = -Djdk.tls.ephemeralDHKeySize=2048\n` },
  },
]);

describeTransform('jvm-reject-renegotiation', jvmRejectRenegotiation, [
  {
    says: 'adds the option, for the service of Windows too',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: { [conf]: wrapper },
    becomes: { [conf]: `${wrapper}wrapper.java.additional.3 = -Djdk.tls.rejectClientInitiatedRenegotiation=true\n` },
  },
  {
    says: 'keeps it',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: { [sh]: shell.replace(bootstrap, `    -Djdk.tls.rejectClientInitiatedRenegotiation=true \\\n${bootstrap}`) },
  },
]);

describeTransform('jvm-memory', jvmMemory, [
  {
    says: 'raises both sizes where there is memory for it',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: { [sh]: shell, [bat]: batch },
    becomes: {
      [sh]: shell.replace('-Xms256m -Xmx1024m', '-Xms512m -Xmx2048m'),
      [bat]: batch.replace('-Xms256m -Xmx1024m', '-Xms512m -Xmx2048m'),
    },
  },
  {
    says: 'only reports on a small machine',
    memoryLimit: 3 * 1024 ** 3,
    files: { [sh]: shell },
    finds: ['-Xms', '-Xmx'],
    verdict: 'fail',
  },
  {
    says: 'raises it on a small machine when asked to',
    memoryLimit: 3 * 1024 ** 3,
    choice: 'asked',
    files: { [sh]: shell },
    becomes: { [sh]: shell.replace('-Xms256m -Xmx1024m', '-Xms512m -Xmx2048m') },
  },
  {
    says: 'never lowers a size',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: { [sh]: shell.replace('-Xms256m -Xmx1024m', '-Xms1g -Xmx4096m') },
  },
  {
    says: 'takes 4 GB for enough, and a byte less for too little',
    memoryLimit: 4 * 1024 ** 3,
    files: { [sh]: shell },
    rated: ['low safe', 'low safe'],
    becomes: { [sh]: shell.replace('-Xms256m -Xmx1024m', '-Xms512m -Xmx2048m') },
  },
  {
    says: 'waits to be asked where a byte is missing',
    memoryLimit: 4 * 1024 ** 3 - 1,
    files: { [sh]: shell },
    rated: ['low disruptive', 'low disruptive'],
  },
  {
    says: 'tells of a size that is not set',
    choice: 'waived',
    files: { [conf]: 'wrapper.java.command = java\n' },
    messages: [/^-Xms is not set/, /^-Xmx is not set/],
  },
]);

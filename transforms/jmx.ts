import { defineTransform, jvmSettings, mayBeTrue, tomlSettings } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'JMX listens on no port',
    why: 'Release 5.9.0 starts a JMX server for all interfaces. In every release a flag of the start script opens one more, on a random port of all interfaces.',
    consequence: 'Monitoring over JMX stops. Tools on the same machine can still attach by process id.',
    severity: 'high',
    risk: 'safe',
    source: 'jmx.xml.j2, default.json and wso2server.sh of every release; the random port was seen on running servers.',
    references: { cwe: [749], nist: ['CM-7'] },
  },
  parts: [
    tomlSettings({
      key: 'monitoring.jmx.rmi_server_start',
      accepts: (value) => !mayBeTrue(value),
      wants: false,
      says: 'A JMX server is started; it should be off.',
    }),
    jvmSettings({
      key: 'com.sun.management.jmxremote',
      accepts: (value) => value === undefined,
      wants: null,
      says: 'The flag -Dcom.sun.management.jmxremote opens a random JMX port; it should go.',
    }),
  ],
});

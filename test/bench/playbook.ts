import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contestant } from './measure.ts';

/** Ten of the edits of a dry run, as an operator would write them down for ansible-core. */
export function playbookContestant(home: string, folder: string): Contestant {
  const bin = process.env['HARDEN_ANSIBLE'];
  if (bin === undefined) {
    throw new Error('HARDEN_ANSIBLE names no folder with ansible-playbook. Run .ci/install and source its file.');
  }
  const file = join(folder, 'playbook.yml');
  writeFileSync(file, playbook(home));
  chmodSync(file, 0o600);
  const localhost = ['-i', 'localhost,', '-c', 'local', '-e', `ansible_python_interpreter=${bin}/python3`];
  return {
    name: 'ansible-playbook --check',
    command: join(bin, 'ansible-playbook'),
    args: () => ['--check', '--diff', ...localhost, file],
    rounds: 5,
  };
}

function playbook(home: string): string {
  const toml = `${home}/repository/conf/deployment.toml`;
  const script = `${home}/bin/wso2server.sh`;
  const log = `${home}/repository/conf/log4j2.properties`;
  const block = (marker: string, text: string): string => `
    - name: ${marker}
      ansible.builtin.blockinfile:
        path: ${toml}
        marker: "# {mark} ${marker}"
        block: |
${text.replaceAll(/^/gm, '          ')}`;
  const line = (name: string, path: string, regexp: string, text: string): string => `
    - name: ${name}
      ansible.builtin.replace:
        path: ${path}
        regexp: '${regexp}'
        replace: !unsafe '${text}'`;
  return `- hosts: all
  gather_facts: false
  tasks:${block('protocols', '[transport.https.sslHostConfig.properties]\nprotocols = "+TLSv1.2,+TLSv1.3"\ncertificateVerification = "none"')}${block(
    'header of https',
    '[transport.https.properties]\nserver = "server"',
  )}${block('header of http', '[transport.http.properties]\nserver = "server"')}${block(
    'hsts',
    '[[tomcat.filter]]\nname = "HardeningHstsFilter"\nclass = "org.apache.catalina.filters.HttpHeaderSecurityFilter"',
  )}${block('hsts mapping', '[[tomcat.filter_mapping]]\nname = "HardeningHstsFilter"\nurl_pattern = "/*"')}${line(
    'heap',
    script,
    '-Xms256m -Xmx1024m',
    '-Xms512m -Xmx2048m',
  )}${line('jmx', script, '^.*-Dcom.sun.management.jmxremote .*\\n', '')}${line(
    'diffie-hellman',
    script,
    '^(\\s+org.wso2.carbon.bootstrap.Bootstrap)',
    '    -Djdk.tls.ephemeralDHKeySize=2048 \\\\\\n\\1',
  )}${line('renegotiation', script, '^(\\s+org.wso2.carbon.bootstrap.Bootstrap)', '    -Djdk.tls.rejectClientInitiatedRenegotiation=true \\\\\\n\\1')}${line(
    'log lines',
    log,
    ' - %mm%ex%n',
    ' - %enc{%mm}{CRLF}%ex%n',
  )}
`;
}

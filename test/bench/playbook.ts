/** Ten of the edits that a dry run plans, as a playbook for ansible-core on localhost. */
export function playbook(home: string): string {
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

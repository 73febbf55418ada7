/** Places below the home, the same in every release that harden knows. */
export const layout = {
  deploymentToml: 'repository/conf/deployment.toml',
  versionText: 'bin/version.txt',
  kernelVersionText: 'bin/wso2carbon-version.txt',
  resources: 'repository/resources/conf',
  templates: 'repository/resources/conf/templates',
  security: 'repository/resources/security',
  libraries: 'lib',
  webapps: 'repository/deployment/server/webapps',
  shellScript: 'bin/wso2server.sh',
  batchScript: 'bin/wso2server.bat',
  /** Starts the server as a service of Windows, past the batch script. */
  wrapperConf: 'bin/yajsw/wrapper.conf',
} as const;

/** The JSON files that the product's config-mapper reads beside deployment.toml. */
export const mapperSources = {
  defaults: `${layout.resources}/default.json`,
  keyMappings: `${layout.resources}/key-mappings.json`,
  infer: `${layout.resources}/infer.json`,
  units: `${layout.resources}/unit-resolve.json`,
  validator: `${layout.resources}/validator.json`,
} as const;

/** The template that a generated file of this path comes from. */
export function templateOf(path: string): string {
  return `${layout.templates}/${path}.j2`;
}

import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mergeJson } from '../config-mapper/resources.ts';

const below = 'repository/resources/conf';
const connectors = `${below}/templates/repository/conf/tomcat/catalina-server.xml.j2`;

/** A valve of a bundle that the product has and its kernel has not, which keeps Tomcat from starting. */
const productValve =
  /[^\n]*<Valve className="org\.wso2\.carbon\.(?:identity\.|tomcat\.ext\.valves\.SameSiteCookieValve)[^>]*\/>\n/g;

/**
 * Lays the connectors of a product over a copy of its kernel: the settings of its JSON, its own template of the
 * connectors without the valves of bundles that a kernel lacks, and its log configuration.
 */
export async function layConnectorsOver(home: string, tree: string): Promise<void> {
  await mergeJson(join(home, below), join(tree, below));
  const template = await readFile(join(tree, connectors), 'utf8');
  await writeFile(join(home, connectors), template.replace(productValve, ''));
  await cp(join(tree, 'repository/conf/log4j2.properties'), join(home, 'repository/conf/log4j2.properties'));
}

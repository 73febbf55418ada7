export { isWithin } from '../carbon/releases.ts';
export { hasTls13, hasUnlimitedStrength } from '../carbon/java-version.ts';
export { layout, templateOf } from '../carbon/layout.ts';
export { enabledProtocols, isStrongSuite, isWideSuite, tlsPolicy, wideSuites } from '../carbon/tls-policy.ts';
export type { Context } from './context.ts';
export { type Setting, tomlSettings } from './toml-settings.ts';
export { defineTransform } from './transform.ts';

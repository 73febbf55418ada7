import { deniedServices } from '../denied-services.ts';
import type { Row } from './row.ts';

const address = '${carbon.protocol}://${carbon.host}:${carbon.management.port}';
const escapedAddress = String.raw`${'${carbon.protocol}'}:\/\/${'${carbon.host}'}:${'${carbon.management.port}'}\/.*`;

/** What users and clients may do: callbacks, REST rules, cross-origin calls, tokens, consoles. */
export const identityRows: readonly Row[] = [
  ['identity_mgt.recovery.callback_url', '5.9.0', `${address}/authenticationendpoint/login.do`],
  ['identity_mgt.recovery.callback_url', '5.10.0', '.*'],
  ['identity_mgt.recovery.callback_url', '6.0.0', `[${address}].*[/authenticationendpoint/login.do]*`],
  ['identity_mgt.recovery.callback_url', '7.0.0', escapedAddress],
  ['identity_mgt.user_self_registration.callback_url', '5.9.0', `${address}/authenticationendpoint/login.do`],
  ['identity_mgt.user_self_registration.callback_url', '5.11.0', `[${address}].*[/authenticationendpoint/login.do]`],
  ['identity_mgt.user_self_registration.callback_url', '6.0.0', `[${address}].*[/authenticationendpoint/login.do]*`],
  ['identity_mgt.user_self_registration.callback_url', '7.0.0', escapedAddress],
  ['identity_mgt.lite_user_registration.callback_url', '6.0.0', '.*'],
  ['identity_mgt.lite_user_registration.callback_url', '7.0.0', escapedAddress],
  ['resource_access_control.default_access_allow', '5.10.0', false],
  ['cors.allow_any_origin', '5.11.0', false],
  ['cors.allowed_origins', '5.11.0', []],
  ['session.nonce.cookie.enabled', '5.11.0', true],
  ['oauth.hash_tokens_and_secrets', '5.9.0', false],
  ['admin_service.wsdl.enable', '5.9.0', false],
  ['admin_service.deny_list', '7.2.0', deniedServices],
  ['admin_service.deny_list', '7.3.0', [...deniedServices, 'NDataSourceAdmin']],
  ['server.base_path', '5.9.0', address],
  ['database_configuration.enable_h2_console', '5.9.0', false],
  ['database_configuration.enable_h2_console', '6.0.0', null],
];

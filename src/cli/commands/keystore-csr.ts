import type { Argv } from 'yargs';
import { certificateNames } from '../../engine/certificate-order.ts';
import { requireOwnKey } from '../../engine/change-key.ts';
import { keyContext } from '../../engine/context-of.ts';
import { readingLater } from '../../engine/own-store.ts';
import { type ExitStatus, exitStatus } from '../../harden-error.ts';
import { joinPem } from '../../keystore/pem.ts';
import { requestCertificate } from '../../keystore/request-certificate.ts';
import { placesOf } from '../home-path.ts';
import { givenPasswords, keyOptions, nameOption, openKey } from '../key-options.ts';
import { openInstallation } from '../open-installation.ts';
import { withOutputFile } from '../output-option.ts';
import { readInstallation } from '../read-installation.ts';
import { homeOptions } from '../run-options.ts';

export function options(argv: Argv) {
  return nameOption(keyOptions(homeOptions(argv))).option('out', {
    type: 'string',
    demandOption: true,
    requiresArg: true,
    describe: 'A new file for the request, outside of the installation',
  });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;

export async function run(args: Arguments): Promise<ExitStatus> {
  const given = givenPasswords(args);
  return withOutputFile({ path: args.out, outside: placesOf(args) }, async (out) => {
    const { home } = readInstallation(args, await openInstallation(args, 'read'));
    const context = keyContext(home, new Date(), args.name);
    const own = await openKey(context, args, given);
    if (own.entry.chain[0] !== undefined) requireOwnKey(own.entry.chain[0]);
    const names = certificateNames(context, own);
    const request = requestCertificate({ ...names, privateKey: own.privateKey });
    const der = await readingLater('The request', 'Look at [server] hostname and at --name.', request);
    out.finish(Buffer.from(joinPem([{ label: 'CERTIFICATE REQUEST', der }])));
    const { dnsNames, ipAddresses } = names.altNames;
    console.log(`The request for ${[...dnsNames, ...ipAddresses].join(', ')} is in ${out.path}.`);
    console.log(`Bring the CA's answer in with: harden keystore import --store ${args.store} --cert FILE`);
    return exitStatus.ok;
  });
}

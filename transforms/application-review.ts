import { attestation, attestationPart, defineTransform } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'Somebody has reviewed where the applications in the database take answers',
    why: 'A callback address that is plain, foreign or a loose pattern gives codes and assertions away, and only the database knows those of applications, and the patterns that tenants have set.',
    consequence: 'Nothing is changed: no program can tell which of the addresses are yours.',
    severity: 'low',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Configure callback URL regular expressions"; applications and governance connectors lie in the database.',
    references: { cwe: [601], asvs: ['5.1.5'] },
  },
  params: attestation,
  parts: [
    attestationPart({
      id: 'application-review',
      task: 'Review in the console, or by GET /api/server/v1/applications, the callback addresses of all applications, and in each tenant the patterns of recovery and registration',
    }),
  ],
});

import accountReview from '../../transforms/account-review.ts';
import applicationReview from '../../transforms/application-review.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;
const reviewed = { 'attested-by': 'platform team', 'attested-on': '2027-01-02' };
const overdue = { ...reviewed, 'attested-on': '2026-01-02' };
const external = '[database.shared_db]\ntype = "mysql"\nhostname = "db.example.com"\nname = "shared"\n';

describeTransform('application-review', applicationReview, [
  { says: 'asks for a review', releases, toml: '', messages: [/Review in the console, or by GET/] },
  { says: 'is content with a recent one', releases, toml: '', answers: reviewed, finds: [] },
  { says: 'asks again when it is overdue', releases, toml: '', answers: overdue, messages: [/378 days old/] },
]);

describeTransform('account-review', accountReview, [
  { says: 'asks for a review where a database lies elsewhere', releases, toml: external, messages: [/neither change/] },
  {
    says: 'asks for a review where users lie in a directory elsewhere',
    releases: ['6.0.0', '7.1.0', '7.3.0'],
    toml: '[user_store]\ntype = "read_only_ldap"\nconnection_url = "ldaps://directory.example.com:636"\n',
    messages: [/directories can neither/],
  },
  {
    says: 'asks for a review where the console made another user store',
    releases: ['6.0.0', '7.1.0', '7.3.0'],
    toml: '',
    files: { 'repository/deployment/server/userstores/staff.xml': '<UserStoreManager/>' },
    messages: [/directories can neither/],
  },
  { says: 'is content with a recent one', releases, toml: external, answers: reviewed, finds: [] },
  { says: 'asks again when it is overdue', releases, toml: external, answers: overdue, messages: [/378 days old/] },
  { says: 'has nothing to review in the embedded stores', releases: ['6.0.0', '7.1.0', '7.3.0'], toml: '', finds: [] },
]);

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
  { says: 'is content with a recent one', releases, toml: external, answers: reviewed, finds: [] },
  { says: 'asks again when it is overdue', releases, toml: external, answers: overdue, messages: [/378 days old/] },
  { says: 'has nothing to review in the embedded stores', releases: ['6.0.0', '7.1.0', '7.3.0'], toml: '', finds: [] },
]);

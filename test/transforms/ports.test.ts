import ports from '../../transforms/ports.ts';
import { describeTransform } from '../harness/transform-cases.ts';

describeTransform('ports', ports, [
  {
    says: 'tells the ports',
    releases: ['5.9.0', '5.11.0'],
    toml: '',
    messages: [
      /HTTPS 9443 and, where it is on, HTTP 9763, JMX 9999 and 11111, the embedded directory 10389 and 8000, Thrift 10500 and 10711, shutdown 8005\./,
    ],
  },
  {
    says: 'knows of no embedded directory in newer releases',
    releases: ['6.0.0', '7.3.0'],
    toml: '',
    messages: [/JMX 9999 and 11111, Thrift 10500/],
  },
  {
    says: 'adds the offset once',
    toml: '[server]\noffset = 1\n\n[transport.http.properties]\nport = "9762"\n',
    messages: [/HTTPS 9444.*HTTP 9763/],
  },
  {
    says: 'moves them where asked',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    choice: 'asked',
    answers: { offset: 7 },
    toml: '',
    tomlBecomes: '[server]\noffset = "7"\n',
  },
  {
    says: 'is content with an offset',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    toml: '[server]\noffset = "3"\n',
    finds: [],
  },
  {
    says: 'is content with ports of its own',
    toml: '[transport.https.properties]\nport = 8443\n\n[transport.http.properties]\nport = 8080\n',
    finds: [],
  },
  {
    says: 'is not content while either port is the shipped one',
    toml: '[transport.http.properties]\nport = 8080\n',
    messages: [/HTTPS 9443.*HTTP 8080/],
  },
  {
    says: 'looks at the port for plain HTTP too',
    toml: '[transport.https.properties]\nport = 8443\n',
    messages: [/HTTPS 8443.*HTTP 9763/],
  },
  {
    says: 'takes the shipped numbers where those written are none',
    toml: '[server]\noffset = "x"\n\n[transport.http.properties]\nport = "10 MB"\n\n[monitoring.jmx]\nrmi_server_port = true\n',
    messages: [/HTTPS 9443.*HTTP 9763, JMX 9999 and 11111/],
  },
]);

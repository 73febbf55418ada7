/** Only programs of the system are run, wherever they lie. */
export const systemPath = '/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Makes the copy, runs a program in the enclosure, and clears away, also where nobody waits for it any more. Logs,
 * temporary files and what the vendor's updater keeps are left out. $1: the folder of the trial, which holds what the plan
 * makes otherwise; $2: the home; then the program.
 */
const outside = `
umask 077
folder=$1 home=$2
shift 2
trap 'chmod -R u+rwX -- "$folder"; rm -rf -- "$folder"' EXIT
copy() {
  for entry in "$1"/* "$1"/.[!.]*; do
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    case \${entry#"$home"/} in
    backup | repository | repository/logs | tmp | updates | .harden*) continue ;;
    esac
    cp -a --reflink=auto -- "$entry" "$2/" || exit 3
  done
}
mkdir -p "$folder/copy/repository/logs" "$folder/copy/tmp" || exit 3
copy "$home" "$folder/copy"
copy "$home/repository" "$folder/copy/repository"
while read -r path; do rm -f -- "$folder/copy/$path" || exit 3; done <"$folder/removed"
cp -a -- "$folder/planned/." "$folder/copy/" || exit 3
"$@" 2>"$folder/enclosure" || { cat "$folder/enclosure" >&2; exit 4; }
`;

/**
 * Puts the copy in the place of the home, and takes the right to write anywhere else away. What is mounted lasts as long
 * as the enclosure and shows nowhere outside. $1: the folder of the trial; $2: the home; $3: what \`setpriv\` is to take
 * away; $4: scratch folders; then the program.
 */
const inside = `
set -e
folder=$1 home=$2 privileges=$3 scratch=$4
shift 4
ip link set lo up
cd "$folder/copy"
for place in $scratch; do mount -t tmpfs -o mode=1777 tmpfs "$place"; done
mkdir -p "$home"
mount --no-canonicalize --bind . "$home"
cut -d ' ' -f 5 /proc/self/mountinfo | while read -r place; do
  place=$(printf '%b' "$place")
  case " $scratch " in *" $place "*) continue ;; esac
  case $place in /proc | /proc/* | /sys | /sys/* | /dev | /dev/* | "$home") continue ;; esac
  mount -o remount,bind,ro "$place" 2>/dev/null && continue
  [ ! -w "$place" ] || { echo "$place cannot be made read-only" >&2; exit 1; }
done
cd "$home"
exec setpriv --no-new-privs --inh-caps=$privileges --bounding-set=$privileges -- "$@"
`;

export interface EnclosureRequest {
  /** Of the trial; everything in it goes. */
  readonly folder: string;
  readonly home: string;
  readonly uid: number;
  /** Paths that the program needs, and that nothing may be laid over. */
  readonly needed: readonly string[];
  /** Absolute, with its arguments. */
  readonly program: readonly string[];
}

/**
 * The command line that runs a program on a copy of a home: at the place of the home, in a network of its own that has
 * nothing but a loopback interface, unable to write anywhere else, and ended as a whole with its first process.
 */
export function enclosed({ folder, home, uid, needed, program }: EnclosureRequest): readonly string[] {
  // Root of this machine needs no user namespace; anybody else is root in one of their own, and gives that up again.
  const namespaces = uid === 0 ? [] : ['--user', '--map-root-user'];
  const privileges = uid === 0 ? '-sys_admin' : '-all';
  const scratch = ['/tmp', '/var/tmp', '/dev/shm'].filter((place) => !needed.some((path) => isBelow(path, place)));
  const enclosure = ['unshare', ...namespaces, '--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  return [
    ...['sh', '-c', outside, 'sh', folder, home],
    ...enclosure,
    ...['sh', '-c', inside, 'sh', folder, home, privileges, scratch.join(' ')],
    ...program,
  ];
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

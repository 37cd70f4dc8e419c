// Tells whether a text names what is inside: hosts, ports, paths on disk, tables, columns, SQL, a driver's words. It is the
// second line: what may be said at all is decided by code (`errors.ts`), and this catches a subgraph that says too much.

const signs = [
  // Addresses: IPv4, IPv6, URLs, host:port, and names under the domains that machines have.
  String.raw`\b\d{1,3}(?:\.\d{1,3}){3}\b`,
  String.raw`\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,}|::`,
  String.raw`\b[a-z][a-z0-9+.-]*:\/\/`,
  String.raw`\b[a-z][\w.-]*:\d{2,5}\b|\blocalhost\b|\bport \d`,
  String.raw`\b[\w-]+\.(?:internal|intranet|local|lan|corp|svc|cluster|invalid|example|com|org|net|gov|cn)\b`,
  // Paths on disk.
  String.raw`(?:^|[\s"'(=])(?:\/[\w.-]+){2,}|\b[a-z]:\\|\bnode_modules\b`,
  // SQL, and what databases and drivers say.
  String.raw`\bselect\b[^]*\bfrom\b|\binsert\s+into\b|\bupdate\b[^]*\bset\b|\bdelete\s+from\b|\bwhere\b[^]*=|\bjoin\b[^]*\bon\b|\border\s+by\b`,
  String.raw`\b(?:table|column|relation|database|schema|duplicate entry|foreign key|constraint|sqlstate|errno|syntax error at)\b`,
  String.raw`\b(?:access denied|permission denied|authentication failed|syntax error (?:in|near)|error in your sql|deadlock|lock wait)\b`,
  String.raw`\b(?:connection (?:refused|reset|closed|lost|terminated|timed out|pool)|connect(?:ion)? timeout|broken pipe|too many connections)\b`,
  String.raw`\b(?:no such (?:file|host)|unknown host|stack trace)\b|\b(?:mysql|mariadb|postgres|sqlite|libsql|mongodb|knex|redis\b)`,
  // The same in Chinese, which has no spaces: 代表名单, 系列名称 and 自主机制 are no names of tables, columns or hosts. 字段 alone is a field of the graph.
  '数据库|数据表|字段名|(?<!代)表名(?![称单录额册])|[列库]名(?![称单录额册])|主键|外键|唯一约束|约束冲突|重复键|死锁|语法错误|存储过程|堆栈',
  '主机(?![关构制会])|服务器|端口|套接字|连接(?:失败|超时|被拒|被重置|中断|断开|池)|无法连接|拒绝(?:访问|连接)|访问被拒',
  String.raw`用户名|用户\s*["'@\w]|文件路径`,
  String.raw`\b(?:ER_\w+|SQLITE_\w+|ORA-\d+|PROTOCOL_\w+|ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOENT|EACCES|UND_ERR_\w+)`,
  // Quoted names of tables and columns.
  '`[^`]+`',
];
const anySign = new RegExp(signs.join('|'), 'i');

/** What is meant for people is shorter. */
const maxLength = 1_000;

export function namesInternals(text: string): boolean {
  return text.length > maxLength || anySign.test(text);
}

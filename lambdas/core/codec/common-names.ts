/**
 * A preset dictionary for deflate: text that names in buckets often contain. So even the chunk of a directory with
 * five files does not contain `.json` in full. The texts were chosen from common bucket layouts, not from a measured
 * tree. The most likely texts are last, where references are shortest. This is part of the format: every change of it
 * requires a new version of the body.
 */
export const COMMON_NAMES = Buffer.from(
  [
    // Names from data lakes, logs and cameras.
    ['year=2026/', 'month=01/', 'day=01/', 'hour=00/', 'dt=2026-01-01/', '2025-12-31T00-00-00Z', '_SUCCESS'],
    ['part-00000-', '.c000.snappy.parquet', '.parquet', '.avro', '.orc', '.jsonl', '.ndjson', '.csv.gz'],
    ['IMG_0001.JPG', 'DSC_0001.JPG', '_thumbnail', '_original', '-backup', '-archive', '.log.gz', '.sql.gz'],
    // Directories.
    ['images/', 'assets/', 'static/', 'public/', 'uploads/', 'media/', 'logs/', 'data/', 'tmp/', 'docs/'],
    ['node_modules/', 'scripts/', 'examples/', 'tests/', 'test/', 'bin/', 'lib/', 'dist/', 'src/'],
    // Extensions.
    ['.tar.gz', '.tgz', '.zip', '.zst', '.bz2', '.xz', '.bak', '.docx', '.xlsx', '.pptx', '.pdf'],
    ['.mp4', '.mov', '.mp3', '.wav', '.webp', '.gif', '.jpeg', '.svg', '.png', '.jpg'],
    ['.woff2', '.wasm', '.java', '.class', '.jar', '.pyc', '.py', '.go', '.rs', '.sh', '.so', '.c', '.h'],
    ['.toml', '.yaml', '.yml', '.xml', '.csv', '.tsv', '.log', '.txt', '.md'],
    [
      '.min.js.map',
      '.d.mts',
      '.d.cts',
      '.d.ts.map',
      '.js.map',
      '.mjs',
      '.cjs',
      '.tsx',
      '.scss',
      '.css',
      '.html',
    ],
    // Whole names, with the zero byte that terminates them in the column of names.
    ['manifest', 'metadata', 'config', 'CHANGELOG.md\0', 'LICENSE\0', 'README.md\0', 'tsconfig.json\0'],
    ['index.html\0', 'index.d.ts\0', 'index.js\0', 'package.json\0'],
    // The first bytes of a typical chunk: times in seconds, all objects alike, one storage class.
    ['\x03\x01\x08STANDARD'],
  ]
    .flat()
    .join(''),
);

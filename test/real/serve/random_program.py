"""A random program of S3 operations, run through `s3dex serve` and directly on S3: each operation must have the same result.

Prints how many operations it ran. Arguments: URL of serve, URL of S3, kind (boto3 or s3fs), seed, operations.
"""
import random
import sys

import boto3
from botocore.exceptions import ClientError

THROUGH, DIRECT, KIND, SEED, OPERATIONS = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
# The bucket that the index serves, and the bucket that is used directly on S3.
SERVED, TWIN = "served", "twin"
FOLDERS = ["", "a/", "a/b/", "a/b/c/", "a-/", "a0/", "é ü/", "x+y/", "deep/er/and/"]
NAMES = ["one", "two words", "3%41", "é", "+", "~tilde", "a&b=c", "zz", "b"]
CHECK_EVERY = 50
random.seed(SEED)


def client(url):
    return boto3.client("s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id="any", aws_secret_access_key="any")


class Boto3:
    """One side of the program: a bucket behind an endpoint."""

    def __init__(self, url, bucket):
        self.s3, self.bucket = client(url), bucket

    def put(self, key, body):
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body, ContentType="text/x", Metadata={"size": str(len(body))})

    def put_in_parts(self, key, body):
        at = {"Bucket": self.bucket, "Key": key}
        upload = self.s3.create_multipart_upload(**at)["UploadId"]
        part = self.s3.upload_part(**at, UploadId=upload, PartNumber=1, Body=body)["ETag"]
        self.s3.complete_multipart_upload(**at, UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part}]})

    def copy(self, source, key):
        self.s3.copy_object(Bucket=self.bucket, Key=key, CopySource={"Bucket": self.bucket, "Key": source})

    def remove(self, key):
        self.s3.delete_object(Bucket=self.bucket, Key=key)

    def remove_many(self, keys):
        deleted = self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": [{"Key": key} for key in keys]})
        return sorted(entry["Key"] for entry in deleted.get("Deleted", []))

    def info(self, key):
        head = self.s3.head_object(Bucket=self.bucket, Key=key)
        return head["ContentLength"], head["ETag"], head["ContentType"], head["Metadata"]

    def read(self, key):
        return self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()

    def list(self, prefix):
        return self._pages("list_objects_v2", Prefix=prefix, Delimiter="/", MaxKeys=random_of(3, 1000, prefix))

    def list_all(self, prefix):
        return self._pages("list_objects_v2", Prefix=prefix)

    def list_v1(self, prefix):
        return self._pages("list_objects", Prefix=prefix, Delimiter="/")

    def _pages(self, operation, **asked):
        seen = []
        for page in self.s3.get_paginator(operation).paginate(Bucket=self.bucket, **asked):
            seen += [(entry["Key"], entry["Size"], entry["ETag"]) for entry in page.get("Contents", [])]
            seen += [(entry["Prefix"],) for entry in page.get("CommonPrefixes", [])]
        return sorted(seen)


class S3fs(Boto3):
    """The same with s3fs, which sends other listings and requests."""

    def __init__(self, url, bucket):
        import s3fs

        super().__init__(url, bucket)
        self.fs = s3fs.S3FileSystem(
            key="any", secret="any", client_kwargs={"endpoint_url": url, "region_name": "us-east-1"}, use_listings_cache=False
        )

    def _at(self, key):
        return f"{self.bucket}/{key}"

    def _plain(self, found):
        return sorted((path[len(self.bucket) :], info["size"], info["type"]) for path, info in found.items())

    def put(self, key, body):
        self.fs.pipe(self._at(key), body)

    def copy(self, source, key):
        self.fs.copy(self._at(source), self._at(key))

    def remove(self, key):
        self.fs.rm(self._at(key))

    def info(self, key):
        info = self.fs.info(self._at(key))
        return info["size"], info["type"], info.get("ETag"), self.fs.exists(self._at(key)), self.fs.isdir(self._at(key))

    def read(self, key):
        return self.fs.cat(self._at(key))

    def list(self, prefix):
        return self._plain({entry["name"]: entry for entry in self.fs.ls(self._at(prefix.rstrip("/")), detail=True)})

    def list_all(self, prefix):
        return self._plain(self.fs.find(self._at(prefix.rstrip("/")), detail=True, withdirs=True))


def random_of(low, high, text):
    """Chooses by the text, so that the choice is the same for both sides."""
    return low if hash(text) % 2 == 0 else high


def outcome(run):
    try:
        return run()
    except ClientError as error:
        return error.response["Error"]["Code"]
    except (FileNotFoundError, PermissionError, OSError) as error:
        return type(error).__name__


def step():
    key = random.choice(FOLDERS) + random.choice(NAMES)
    body = random.randbytes(random.choice([0, 1, 100, 5000]))
    folder = random.choice(FOLDERS)
    other = random.choice(FOLDERS) + random.choice(NAMES)
    return random.choice(
        [
            *[("put", key, body)] * 4,
            ("put_in_parts", key, body),
            ("copy", other, key),
            *[("remove", key)] * 2,
            ("remove_many", [key, other]),
            *[("info", key)] * 3,
            ("read", key),
            *[("list", folder)] * 3,
            ("list_all", folder),
            ("list_v1", folder),
        ]
    )


sides = [{"boto3": Boto3, "s3fs": S3fs}[KIND](url, bucket) for url, bucket in ((THROUGH, SERVED), (DIRECT, TWIN))]
plain = [Boto3(THROUGH, SERVED), Boto3(DIRECT, TWIN), Boto3(DIRECT, SERVED)]
for number in range(OPERATIONS):
    name, *arguments = step()
    ended = [outcome(lambda: getattr(side, name)(*arguments)) for side in sides]
    assert ended[0] == ended[1], f"seed {SEED}, operation {number}: {name} {arguments[:1]}: {ended[0]!r} through serve, {ended[1]!r} without"
    if name.startswith("put"):
        # A key that was just written is read immediately, whatever the index held before.
        size = outcome(lambda: plain[0].s3.head_object(Bucket=SERVED, Key=arguments[0])["ContentLength"])
        assert size == len(arguments[1]), f"seed {SEED}, operation {number}: read {size} after {name} of {len(arguments[1])}"
    if number % CHECK_EVERY == 0 or number == OPERATIONS - 1:
        views = [side.list_all("") for side in plain]
        assert views[0] == views[1] == views[2], f"seed {SEED}, operation {number}: {views}"
for key, *_ in plain[2].list_all(""):
    assert plain[0].read(key) == plain[1].read(key), key
print(OPERATIONS)

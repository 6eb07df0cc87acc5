"""boto3's part of the client tests: runs the programme against an endpoint and prints what it saw as JSON."""
import io
import json
import sys
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, bucket, names, big_bytes = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), int(sys.argv[4])
config = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1})
client = boto3.client("s3", endpoint_url=endpoint, config=config)
resource = boto3.resource("s3", endpoint_url=endpoint, config=config)
seen = {}


def listing(**parameters):
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, **parameters)
    return [
        {"key": item["Key"], "sizeBytes": item["Size"], "etag": json.loads(item["ETag"])}
        for page in pages
        for item in page.get("Contents", [])
    ]


def code_of(call, **parameters):
    try:
        call(Bucket=bucket, **parameters)
        return None
    except ClientError as error:
        return error.response["Error"]["Code"]


client.create_bucket(Bucket=bucket)
for name in names:
    client.put_object(Bucket=bucket, Key=f"odd/{name}", Body=name.encode(), Metadata={"n": "1"})
    assert client.get_object(Bucket=bucket, Key=f"odd/{name}")["Body"].read() == name.encode(), name
    client.copy_object(Bucket=bucket, Key=f"copied/{name}", CopySource={"Bucket": bucket, "Key": f"odd/{name}"})
    assert client.head_object(Bucket=bucket, Key=f"copied/{name}")["Metadata"] == {"n": "1"}, name

transfer = TransferConfig(multipart_threshold=8 * 1024 * 1024, multipart_chunksize=8 * 1024 * 1024)
client.upload_fileobj(io.BytesIO(b"x" * big_bytes), bucket, "big", Config=transfer)
client.copy({"Bucket": bucket, "Key": "big"}, bucket, "big copy", Config=transfer)
back = io.BytesIO()
client.download_fileobj(bucket, "big copy", back, Config=transfer)
assert back.getvalue() == b"x" * big_bytes

seen["all"] = listing()
seen["in pages"] = listing(PaginationConfig={"PageSize": 2})
seen["v1"] = [item.key for item in resource.Bucket(bucket).objects.page_size(3)]
seen["prefixes"] = [
    item["Prefix"]
    for page in client.get_paginator("list_objects").paginate(Bucket=bucket, Delimiter="/", PaginationConfig={"PageSize": 1})
    for item in page.get("CommonPrefixes", [])
]
seen["codes"] = [
    code_of(client.get_object, Key="absent"),
    code_of(client.head_object, Key="absent"),
    code_of(client.list_objects_v2, ContinuationToken="made up"),
    code_of(client.delete_bucket),
    code_of(client.get_bucket_policy),
]
link = client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": f"odd/{names[0]}"})
with urllib.request.urlopen(link) as answer:
    assert answer.read() == names[0].encode()

client.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": f"odd/{name}"} for name in names]})
client.delete_object(Bucket=bucket, Key="big copy")
seen["after deletes"] = listing()
json.dump(seen, sys.stdout)

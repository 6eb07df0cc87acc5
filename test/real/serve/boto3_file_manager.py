"""Shows a directory like a file manager: a listing, then a listing below each file, and its HEAD. Prints sizes by key."""
import json
import sys

import boto3

url, bucket, prefix = sys.argv[1:]
s3 = boto3.client("s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id="any", aws_secret_access_key="any")
sizes = {}
for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix, Delimiter="/"):
    for entry in page.get("Contents", []):
        key = entry["Key"]
        below = s3.list_objects_v2(Bucket=bucket, Prefix=key + "/", MaxKeys=1)
        assert below["KeyCount"] == 0, below
        head = s3.head_object(Bucket=bucket, Key=key)
        assert head["ContentLength"] == entry["Size"] and head["ETag"] == entry["ETag"]
        sizes[key] = head["ContentLength"]
print(json.dumps(sizes))

"""Signs each request of stdin (one JSON object a line) with botocore's own signer, and prints the headers it would send."""
import json
import sys

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

credentials = Credentials("AKIDEXAMPLE", "secret/with+signs", "session-token==")
for line in sys.stdin:
    asked = json.loads(line)
    request = AWSRequest(method=asked["method"], url=asked["url"], data=asked.get("body"))
    SigV4Auth(credentials, "execute-api", "eu-central-1").add_auth(request)
    print(json.dumps(dict(request.headers)))

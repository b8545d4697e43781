"""Verifies a message of a channel of kind webhook: verify.py SECRET ID TIME SIGNATURE < body"""
import base64
import hashlib
import hmac
import sys
import time


def verified(secret, webhook_id, timestamp, signature, body, now):
    if abs(now - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(each, "v1," + right) for each in signature.split(" "))


if __name__ == "__main__":
    good = verified(*sys.argv[1:5], sys.stdin.buffer.read(), time.time())
    print("verified" if good else "refused")
    sys.exit(0 if good else 1)

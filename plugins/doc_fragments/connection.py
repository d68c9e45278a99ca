# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of how to reach the service and log in; the options are those of module_utils/_module.py."""

from __future__ import annotations


class ModuleDocFragment:
    """Fragment otc.vbs.connection."""

    DOCUMENTATION = r"""
options:
  auth:
    description:
      - How to log in. Either a token or a user's password with Keystone v3.
      - Each part that is not set is taken from the environment variable that the OpenStack tools use for it.
      - A login chosen here keeps out one of the other kind in the environment.
    type: dict
    suboptions:
      token:
        description:
          - A token for the project. It is sent as it is and cannot be renewed, so it must last as long as a wait.
          - Must not be used together with O(auth.password).
          - If not set, the environment variable E(OS_TOKEN) is used.
        type: str
      auth_url:
        description:
          - Keystone's address, with or without C(/v3), for example V(https://iam.eu-de.otc.t-systems.com/v3).
          - Needed with O(auth.password).
          - If not set, the environment variable E(OS_AUTH_URL) is used.
        type: str
      username:
        description:
          - The name of the user. Its domain is needed too.
          - If not set, the environment variable E(OS_USERNAME) is used.
        type: str
      user_id:
        description:
          - The ID of the user, in place of O(auth.username) and its domain.
          - If not set, the environment variable E(OS_USER_ID) is used.
        type: str
      password:
        description:
          - The password of the user.
          - The token fetched with it is renewed once when the service refuses it, also during a wait.
          - If not set, the environment variable E(OS_PASSWORD) is used.
        type: str
      user_domain_name:
        description:
          - The name of the domain of O(auth.username).
          - If not set, the environment variable E(OS_USER_DOMAIN_NAME) is used.
        type: str
      user_domain_id:
        description:
          - The ID of the domain of O(auth.username), in place of O(auth.user_domain_name).
          - If not set, the environment variable E(OS_USER_DOMAIN_ID) is used.
        type: str
      project_id:
        description:
          - The same as O(project_id), which wins where both are set.
        type: str
  endpoint:
    description:
      - The root URL of the service, for example V(https://vbs.eu-de.otc.t-systems.com).
      - A version and project at its end, as catalogs have them, do no harm.
      - If not set, the environment variable E(OS_VBS_ENDPOINT_OVERRIDE) is used. One of them is needed.
    type: str
  project_id:
    description:
      - The ID of the project that owns the policies and jobs.
      - If not set, O(auth.project_id) and then the environment variable E(OS_PROJECT_ID) is used. One of them is
        needed.
    type: str
  validate_certs:
    description:
      - Whether to verify the certificates of the servers.
      - If not set, they are verified, unless the environment variable E(OS_INSECURE) is V(true).
    type: bool
  ca_cert:
    description:
      - Path of a file with the certificates of the authorities to trust, in PEM form, in place of the usual ones.
      - If not set, the environment variable E(OS_CACERT) is used.
    type: path
  client_cert:
    description:
      - Path of a client certificate, in PEM form, with its key unless that is in O(client_key).
      - If not set, the environment variable E(OS_CERT) is used.
    type: path
  client_key:
    description:
      - Path of the key of O(client_cert), in PEM form.
      - If not set, the environment variable E(OS_KEY) is used.
    type: path
  api_timeout:
    description:
      - How long one request may take, from the connection to the last byte of the answer, in seconds.
      - If not set, the environment variable E(OS_API_TIMEOUT) is used, and without that V(30).
    type: float
  retries:
    description:
      - How often a request is sent again after an error that may pass. These are a lost or refused connection,
        a timeout, an answer that breaks off, and HTTP status 408, 429, 500, 502, 503 or 504.
      - The pause before a try is what the service asks for with C(Retry-After), else 0.5 seconds,
        doubled each time up to 8.
      - A service that asks for a pause of more than a minute gets none. The request fails instead.
      - With O(wait=true), such errors do not end the wait even when the tries are used up. The next poll asks again,
        and a pause asked for may be as long as the wait.
      - With V(0), a request is not sent again, unless to log in anew.
    type: int
    default: 3
requirements:
  - requests
notes:
  - The environment variables are read where the module runs.
  - The C(HTTP_PROXY), C(HTTPS_PROXY) and C(NO_PROXY) environment variables apply.
  - Redirects are not followed, as they would carry the token to another place.
"""

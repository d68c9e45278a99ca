# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of how to reach the service and log in; the options are those of module_utils/_connect.py."""

from __future__ import annotations


class ModuleDocFragment:
    """Fragment otc.vbs.connection."""

    DOCUMENTATION = r"""
options:
  cloud:
    description:
      - The name of a cloud in C(clouds.yaml), as the OpenStack tools use it.
      - Or a dictionary of a cloud's settings, as a C(clouds.yaml) has them, such as C(auth), C(region_name) or
        C(verify). They win over those that there are without it, or over the cloud that C(cloud) in it names.
      - If not set, the environment variable E(OS_CLOUD) names the cloud. Without that, the environment variables that
        begin with C(OS_) are the cloud, and if there are none, a C(clouds.yaml) with just one cloud needs no name.
      - The file is looked for in the working directory, in C(~/.config/openstack) and in C(/etc/openstack). A file that
        E(OS_CLIENT_CONFIG_FILE) names takes its place, and must be there. What a C(secure.yaml) in one of these
        places says, or the file that E(OS_CLIENT_SECURE_FILE) names, is added to it.
      - As with the C(openstack) command, environment variables win over a cloud that is named, if they are options of
        the command, such as E(OS_PROJECT_NAME), E(OS_REGION_NAME) or E(OS_PASSWORD). So does
        E(OS_VBS_ENDPOINT_OVERRIDE). But E(OS_INSECURE), E(OS_API_TIMEOUT), E(OS_ACCESS_KEY), E(OS_SECRET_KEY)
        and E(OS_SECURITY_TOKEN) count only where the environment variables are the cloud.
      - Options that are set win over all of that.
    type: raw
  auth:
    description:
      - How to log in. One of O(auth.password), O(auth.application_credential_secret), O(auth.token) and
        O(auth.secret_key), and what goes with it.
      - Each part that is not set is taken from O(cloud), or the environment.
      - A value that is still a template, such as V({{ password }}), or encrypted by ansible-vault is refused.
    type: dict
    suboptions:
      auth_url:
        description:
          - Keystone's address, with or without C(/v3), for example V(https://iam.eu-de.otc.t-systems.com/v3).
          - Needed with O(auth.password) and O(auth.application_credential_secret), and with O(auth.token) where
            Keystone has to tell O(endpoint) or O(project_id).
          - In the environment E(OS_AUTH_URL).
        type: str
      username:
        description:
          - The name of the user. Its domain is needed too.
          - In the environment E(OS_USERNAME).
        type: str
      user_id:
        description:
          - The ID of the user, in place of O(auth.username) and its domain.
          - In the environment E(OS_USER_ID).
        type: str
      user_domain_name:
        description:
          - The name of the domain of O(auth.username).
          - In the environment E(OS_USER_DOMAIN_NAME).
        type: str
      user_domain_id:
        description:
          - The ID of the domain of O(auth.username), in place of O(auth.user_domain_name).
          - In the environment E(OS_USER_DOMAIN_ID).
        type: str
      password:
        description:
          - The password of the user.
          - The token fetched with it is renewed before it ends, and once when the service refuses it, also during a
            wait.
          - In the environment E(OS_PASSWORD).
        type: str
      project_name:
        description:
          - The name of the project, in place of O(project_id).
          - A token or an application credential has its project, so it is an error if that has another name. So it is
            if the environment names a project beside a cloud with the ID of another one.
          - With an access key, O(project_id) is needed in its place.
          - In the environment E(OS_PROJECT_NAME).
        type: str
      project_id:
        description:
          - The same as O(project_id), which wins where both are set.
        type: str
      project_domain_name:
        description:
          - The name of the domain of O(auth.project_name).
          - If neither this nor O(auth.project_domain_id) is set, the user's domain.
          - In the environment E(OS_PROJECT_DOMAIN_NAME).
        type: str
      project_domain_id:
        description:
          - The ID of the domain of O(auth.project_name), in place of O(auth.project_domain_name).
          - In the environment E(OS_PROJECT_DOMAIN_ID).
        type: str
      application_credential_id:
        description:
          - The ID of an application credential. It belongs to a project, so none has to be named.
          - In the environment E(OS_APPLICATION_CREDENTIAL_ID).
        type: str
      application_credential_name:
        description:
          - The name of an application credential, in place of its ID. Its user is needed too.
          - In the environment E(OS_APPLICATION_CREDENTIAL_NAME).
        type: str
      application_credential_secret:
        description:
          - The secret of the application credential. The token fetched with it is renewed as with O(auth.password).
          - In the environment E(OS_APPLICATION_CREDENTIAL_SECRET).
        type: str
      token:
        description:
          - A token for the project. It is sent as it is and cannot be renewed, so it must last as long as a wait.
          - In the environment E(OS_TOKEN).
        type: str
      access_key:
        description:
          - The ID of an access key (AK), with which requests are signed in place of a token. It needs O(endpoint) and
            O(project_id).
          - In the environment E(OS_ACCESS_KEY).
        type: str
      secret_key:
        description:
          - The secret of the access key (SK).
          - In the environment E(OS_SECRET_KEY).
        type: str
      security_token:
        description:
          - What belongs to a temporary access key.
          - In the environment E(OS_SECURITY_TOKEN).
        type: str
  auth_type:
    description:
      - Which way to log in, needed only where more than one is at hand.
      - V(password) and V(v3password) are the same, and so are V(token) and V(v3token). V(aksk) is the access key.
      - If a cloud does not say it and has a user with a password, that is the way, as with the OpenStack tools.
      - For any other way, such as V(v3multifactor) or V(v3oidcpassword), the C(openstack) command can fetch a token.
      - In the environment E(OS_AUTH_TYPE).
    type: str
    choices: [token, v3token, password, v3password, v3applicationcredential, aksk]
  region_name:
    description:
      - The region of the service, for example V(eu-de). Needed where Keystone's catalog has more than one.
      - The service must have O(interface) in this region.
      - In the environment E(OS_REGION_NAME).
    type: str
  interface:
    description:
      - Which of the service's addresses in the catalog to use.
      - If not set, what the cloud says, else V(public). In the environment E(OS_INTERFACE).
    type: str
    choices: [public, internal, admin]
  endpoint:
    description:
      - The root URL of the service, for example V(https://vbs.eu-de.otc.t-systems.com).
      - A version and project at its end, as catalogs have them, do no harm.
      - If not set, C(vbs_endpoint_override) of the cloud, and without that the address in Keystone's catalog.
      - In the environment E(OS_VBS_ENDPOINT_OVERRIDE).
    type: str
  project_id:
    description:
      - The ID of the project that owns the policies, jobs and backups.
      - If not set, that of O(auth.project_name), or of the token or application credential.
      - In the environment E(OS_PROJECT_ID).
    type: str
  validate_certs:
    description:
      - Whether to verify the certificates of the servers.
      - If not set, they are verified, unless the cloud says otherwise with C(verify) or C(insecure).
      - In the environment E(OS_INSECURE), where V(true) means not to.
    type: bool
  ca_cert:
    description:
      - Path of a file with the certificates of the authorities to trust, in PEM form, in place of the usual ones.
      - Give an absolute path. A relative one is relative to the directory that Ansible was started in only where the
        work is done in Ansible's own process.
      - If not set, C(cacert) of the cloud. In the environment E(OS_CACERT).
    type: path
  client_cert:
    description:
      - Path of a client certificate, in PEM form, with its key unless that is in O(client_key). Give an absolute path.
      - If not set, C(cert) of the cloud. In the environment E(OS_CERT).
    type: path
  client_key:
    description:
      - Path of the key of O(client_cert), in PEM form. Give an absolute path.
      - If not set, C(key) of the cloud. In the environment E(OS_KEY).
    type: path
  api_timeout:
    description:
      - How long one request may take, from the connection to the last byte of the answer, in seconds.
      - If not set, C(api_timeout) of the cloud, else V(30). In the environment E(OS_API_TIMEOUT).
    type: float
  retries:
    description:
      - How often a request is sent again after a transient error. Transient errors are a lost or refused connection, a
        timeout, a truncated response, and the HTTP status codes 408, 429, 500, 502, 503 and 504.
      - The pause before each retry is what the service requests with C(Retry-After), or else 0.5 seconds, doubled each
        time up to 8 seconds.
      - If the service requests a pause of more than a minute, the request fails instead of being sent again.
      - During a wait, such errors do not end the wait even when the retries are used up. The next poll tries again, and
        a requested pause may be as long as the rest of the wait.
      - With V(0), a request is not sent again, except after a new login, or for a smaller page of a list.
    type: int
    default: 3
  connections:
    description:
      - How many requests may be under way at the same time, from V(1) to V(100). It counts where several jobs,
        policies, backups or projects are asked for. All else is one request after the other.
      - A higher number takes less time, as long as the service keeps pace. It is also a higher load on the service,
        which limits how many requests it accepts, and answers HTTP 429 beyond that, to all who use the same account.
      - If the service answers 429, set a lower number. It helps as well to wait with a longer C(wait_interval), and to
        run fewer tasks at the same time with Ansible's C(throttle) or C(forks), as each has connections of its own.
        Meanwhile, such requests are sent again as O(retries) says.
    type: int
    default: 16
requirements:
  - requests
  - PyYAML (with C(clouds.yaml))
notes:
  - Files and environment variables are read where the module or plugin runs.
  - Credentials that are sent to another machine without encryption bring a warning.
  - The C(HTTP_PROXY), C(HTTPS_PROXY), C(ALL_PROXY) and C(NO_PROXY) environment variables apply. A failure on the way by
    a proxy names it.
  - Redirects are not followed, as they would carry the token to another place.
  - Only HTTP status 200 is a good answer, and 201 for a login. Another status of success, such as 203 or 206, tells
    of a part or of a copy, and is an error that may pass.
  - Caches on the way are asked for a new answer. One that is more than 60 seconds old by its C(Age), or that a
    C(Warning) from 110 to 113 calls old, is an error that may pass. So is JSON with a key twice in an object.
  - An answer may be 4 MiB long once it is unpacked, and take some 16 MiB in memory. All answers that a call keeps may
    take some 128 MiB, by an estimate that has room for more than 100,000 tasks. More is an error.
"""

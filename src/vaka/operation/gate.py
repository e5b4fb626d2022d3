"""The one door to picture bytes: asks the rules, appends to the record, then hands out.

A person asks for a ticket; the ticket opens one view; the gateway asks the same rules again of
its own copy of the terms for as long as the view lasts. No byte leaves before the record has it.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp
from asgiref.sync import sync_to_async
from django.conf import settings

from vaka.core.errors import Conflict, Refused
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, require
from vaka.municipality.rules import Actor, Permission
from vaka.operation.actions import end_view
from vaka.operation.models import Camera, Ticket
from vaka.operation.queries import asking_as, verdict
from vaka.operation.rules import TICKET_LIFE, Purpose
from vaka.record import actions as record
from vaka.record import queries as recorded
from vaka.record.rules import Kind
from vaka.terms import keystore
from vaka.terms.document import Act
from vaka.terms.tickets import Ticket as SignedTicket
from vaka.terms.tickets import sign_ticket, verify_ticket

from django.http import HttpResponse


def audit(request, pk):
    return HttpResponse(b"")
